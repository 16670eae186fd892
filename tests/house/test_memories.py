"""What a process remembers does not grow with what people send."""

import functools
import importlib
import inspect
import pkgutil

import app

# These are asked for one thing out of a few that stand in the code, or once per database.
FEW = {
    "app.base.database._locking",
    "app.base.forgetting._log_stays",
    "app.imports.headings._words",
    "app.organisation.queries.places._counted",
    "app.organisation.queries.places._found",
    "app.surveys.services.answering._at_once",
    "app.surveys.views.answering._thanks",
    "app.training.queries.catalogue._statement",
    "app.training.queries.recommendations._statement",
}


def test_a_memory_without_an_end_is_asked_for_few_things_alone():
    modules = [one.name for one in pkgutil.walk_packages(app.__path__, "app.") if one.name != "app.__main__"]
    endless = {
        f"{name}.{word}"
        for name in modules
        for word, one in vars(importlib.import_module(name)).items()
        if isinstance(one, functools._lru_cache_wrapper) and one.__module__ == name
        if one.cache_parameters()["maxsize"] is None and inspect.signature(one).parameters
    }
    assert endless == FEW
