"""Map errors of the library to outcomes of the contract."""

from typing import Final

from pyschlage.exceptions import Error, NotAuthenticatedError, NotAuthorizedError
import requests

from ...core.model import Outcome

ERRORS: Final = (Error, requests.RequestException, AssertionError, KeyError, ValueError)
"""Errors of a call of the library; an answer of another form ends as one of the last three."""

_NOT_REACHED: Final = (
    NotAuthorizedError,
    NotAuthenticatedError,
    requests.ConnectionError,
)

_TIMED_OUT: Final = 408
_LIMITED: Final = 429


# contract 12.232
def outcome_of(error: Exception) -> Outcome:
    """Return the outcome of a request to the cloud that failed. Its text is not looked at: it may quote a PIN."""
    if isinstance(error, requests.Timeout):
        return Outcome.UNKNOWN
    if isinstance(error, _NOT_REACHED):
        return Outcome.UNREACHABLE
    response = _response_of(error)
    if response is None or response.status_code >= 500:
        return Outcome.UNKNOWN
    if response.status_code == _TIMED_OUT:
        return Outcome.UNKNOWN
    is_early = response.status_code == _LIMITED
    return Outcome.UNREACHABLE if is_early else Outcome.REFUSED


# contract 12.232
def is_about_notification(error: Exception) -> bool:
    """Return whether a write failed only at its second request, about notifications: then the first was carried out."""
    response = _response_of(error)
    url = str(response.url) if response is not None else ""
    if isinstance(error, requests.RequestException) and error.request is not None:
        url = str(error.request.url)
    return url != "" and not url.endswith("/commands")


def _response_of(error: Exception) -> requests.Response | None:
    cause = error.__cause__
    return cause.response if isinstance(cause, requests.HTTPError) else None
