"""The id that ties a request's log lines, its audit lines and the page a person sees together."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
