"""The two answers of a page: whole for a visit, its changing block for htmx."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import Response, current_app, flash, make_response, redirect, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from jinja2 import Template
from markupsafe import Markup

Context = Mapping[str, Any] | Callable[[], Mapping[str, Any]]


def wants_fragment() -> bool:
    """Whether htmx asks for a part of the page; a history restore or a boosted visit wants the whole."""
    return request.headers.get("HX-Request-Type") == "partial"


def render_block(template_name: str, block: str, context: Mapping[str, Any]) -> Markup:
    """Draw one named block of a template, without its layout."""
    template: Template = current_app.jinja_env.get_template(template_name)
    values: dict[str, Any] = dict(context)
    current_app.update_template_context(values)
    return Markup("").join(map(Markup, template.blocks[block](template.new_context(values))))


def show(template_name: str, *, fragment: str = "", http_status: int = 200, **context: Any) -> ResponseReturnValue:
    """The page, or only ``fragment`` when htmx asks for a part."""
    if fragment and wants_fragment():
        return render_block(template_name, fragment, context), http_status
    return render_template(template_name, **context), http_status


def changed(template_name: str, *, fragment: str, say: str, back_to: str, context: Context) -> ResponseReturnValue:
    """After a change: the fresh block with a passing notice for htmx, else 303 back to the page."""
    if not wants_fragment():
        flash(say)
        return redirect(back_to, 303)
    values = context() if callable(context) else context
    return render_block(template_name, fragment, values) + toast_partial(say)


def moved_on(back_to: str, say: str) -> ResponseReturnValue:
    """After a change that leads to another page."""
    flash(say)
    if wants_fragment():
        return Response(status=200, headers={"HX-Redirect": back_to})
    return redirect(back_to, 303)


def notice_partial(heading: str, text: str) -> Markup:
    """A refusal that htmx puts at the top of the page and that takes the focus."""
    macro = current_app.jinja_env.from_string(
        '{% call ui.notice(heading, tone="bad", focus=true) %}<p>{{ text }}</p>{% endcall %}'
    )
    notice = Markup(macro.render(heading=heading, text=text))  # noqa: S704 - our own macro escaped it
    return Markup('<hx-partial hx-target="#notices" hx-swap="innerHTML">{}</hx-partial>').format(notice)


def toast_partial(text: str) -> Markup:
    """A passing notice that htmx puts beside the main answer."""
    ui = current_app.jinja_env.globals["ui"]
    return Markup('<hx-partial hx-target="#toasts" hx-swap="beforeend">{}</hx-partial>').format(
        ui.toast(text)  # type: ignore[attr-defined]
    )


def download(content: bytes | Iterator[str] | Iterator[bytes], *, name: str, media_type: str) -> Response:
    """A file as an attachment that no browser may run (security U2); lines are sent as they come."""
    if any(character in name for character in "\r\n\0"):
        raise ValueError("a file name must not break the header")
    response = make_response(content) if isinstance(content, bytes) else Response(stream_with_context(content))
    response.content_type = media_type
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
