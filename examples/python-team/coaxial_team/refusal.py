"""Requests that are refused for good: trying them again would change nothing."""

from temporalio.exceptions import ApplicationError


class InvalidRequest(ApplicationError):
    """Says what was wrong with a request; Temporal does not try it again."""

    def __init__(self, message: str) -> None:
        super().__init__(message, type="InvalidRequest", non_retryable=True)
