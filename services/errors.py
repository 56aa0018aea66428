"""Why a use case is refused, for the person who can act on it; every class has a stable `code`.

What an id does not find is `storage.errors.NotFound(kind, id)` everywhere.
"""


class ServiceError(Exception):
    """The root of all errors of this room."""

    code = "bad_request"


class BadRequest(ServiceError):
    """The request as a whole does not make sense: a malformed id, something that is switched off."""


class InvalidInput(ServiceError):
    """A value is missing, of the wrong type or out of range; `param` names it."""

    code = "invalid_param"

    def __init__(self, message: str, *, param: str | None = None) -> None:
        super().__init__(message)
        self.param = param


class Unauthorized(ServiceError):
    """The caller did not show who it is."""

    code = "unauthorized"


class AuthenticationFailed(ServiceError):
    """The e-mail address or the password is wrong; one text for both."""

    code = "authentication_failed"


class TooManyLogins(ServiceError):
    """Too many failed logins; `retry_after` is in seconds."""

    code = "email_code_login_limit"

    def __init__(self, retry_after: float) -> None:
        super().__init__("Too many incorrect password attempts. Please try again later.")
        self.retry_after = retry_after


class NoFile(ServiceError):
    """An upload without a file."""

    code = "no_file_uploaded"


class TooManyFiles(ServiceError):
    """An upload with more than one file."""

    code = "too_many_files"


class FileNameMissing(ServiceError):
    """An upload whose file has no name."""

    code = "filename_not_exists_error"


class FileTooLarge(ServiceError):
    """A file is larger than files of its kind may be."""

    code = "file_too_large"


class UnsupportedFile(ServiceError):
    """An upload that does not say what it holds."""

    code = "unsupported_file_type"


class FileAccessDenied(ServiceError):
    """A file belongs to another app, or its link has expired."""

    code = "file_access_denied"


class NoAudio(ServiceError):
    """A request to write a recording down without one."""

    code = "no_audio_uploaded"


class AudioTooLarge(ServiceError):
    """A recording is larger than those that are written down."""

    code = "audio_too_large"


class UnsupportedAudio(ServiceError):
    """A recording is of a type that is not written down."""

    code = "unsupported_audio_type"


class SpeechToTextOff(ServiceError):
    """The app does not listen."""

    code = "speech_to_text_disabled"


class NoSpeechToText(ServiceError):
    """No model of the workspace writes down what is said."""

    code = "provider_not_support_speech_to_text"


class NotAllowed(ServiceError):
    """The caller is known and may not do this."""

    code = "forbidden"


class AlreadySetUp(ServiceError):
    """The first account exists already."""

    code = "already_setup"


class AppUnavailable(ServiceError):
    """The app is switched off, or it has nothing that could run."""

    code = "app_unavailable"


class NotPublished(ServiceError):
    """The app has no published version yet."""

    code = "invalid_param"

    def __init__(self) -> None:
        super().__init__("Workflow not found or not published. Publish the app first.")


class NotChatApp(ServiceError):
    """The app's mode holds no conversations."""

    code = "not_chat_app"


class NotCompletionApp(ServiceError):
    """The app's mode completes no texts."""

    code = "not_completion_app"


class NotWorkflowApp(ServiceError):
    """The app's mode runs no workflow."""

    code = "not_workflow_app"


class DraftNotInSync(ServiceError):
    """The draft was saved by someone else since the caller read it."""

    code = "draft_workflow_not_sync"

    def __init__(self) -> None:
        super().__init__("The draft was changed elsewhere since it was read. Read it again, then save.")


class TooManyRequests(ServiceError):
    """The app runs as often as it may at one time."""

    code = "too_many_requests"


class TooManyCalls(TooManyRequests):
    """An address is called more often than it may be; `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class RequestChanged(ServiceError):
    """A request has the `Idempotency-Key` of another one."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was sent with another body. Send the same body, or another key.")


class RequestCutOff(ServiceError):
    """A request was sent before, and its answer is not known any more."""

    code = "idempotency_answer_lost"

    def __init__(self, run_id: str | None) -> None:
        run = f"Its run is {run_id}; ask for that" if run_id else "Whether it ran, the app's logs tell"
        super().__init__(
            "A request with this Idempotency-Key was sent before, and its answer is not kept: the server ended "
            f"meanwhile, or it is too large. {run}, or send another key."
        )


class FormSubmitted(ServiceError):
    """A form has its answer already; the first one counts."""

    code = "human_input_form_submitted"


class FormExpired(ServiceError):
    """A form's time is over, or its run does not wait for it any more."""

    code = "human_input_form_expired"


class MaxKeysExceeded(ServiceError):
    """The app has as many keys as it may have."""

    code = "max_keys_exceeded"


class DatasetNameTaken(ServiceError):
    """The workspace has a knowledge base of this name."""

    code = "dataset_name_duplicate"


class DatasetInUse(ServiceError):
    """Apps search the knowledge base, so it stays."""

    code = "dataset_in_use"


class DatasetIndexing(ServiceError):
    """Documents of the knowledge base are being indexed, and what is asked for has to wait."""

    code = "dataset_indexing_in_progress"


class ArchivedDocument(ServiceError):
    """An archived document does not change."""

    code = "archived_document_immutable"


class InvalidAction(ServiceError):
    """The action is unknown, or the thing is in a state in which it cannot be done."""

    code = "invalid_action"


class FetchFailed(ServiceError):
    """An address could not be read, or may not be."""

    code = "invalid_param"


class SecretUnreadable(ServiceError):
    """A stored secret does not open with the keys of this data folder."""

    code = "secret_unreadable"


class StartError(Exception):
    """The server cannot start; the message is for its operator and says what to do."""
