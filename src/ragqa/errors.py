"""Every error ragqa raises on purpose.

    RagqaError                    one sentence: what happened, where, the next step
    ├── UsageError                the caller asked for something that cannot be (exit code 2)
    │   └── IdentifiersError      a question would be stored, and seems to identify a patient
    ├── SettingsError             ragqa.toml or a RAGQA_* variable is wrong (exit code 2)
    ├── PromptError               a prompt file is missing, or its variables do not match
    ├── ReadError                 one file could not be turned into documents
    │   └── NoTextError           it was read, and holds no text (scanned pages, an empty file)
    ├── SnapshotError             the index cannot be used
    │   ├── NoIndexError          there is none yet
    │   ├── IndexMismatchError    it was built with another model or another format
    │   ├── IndexCorruptError     its bytes are not the bytes that were written
    │   └── IndexLockedError      another process is writing it
    ├── ArticleError              a text is no article that ragqa printed
    ├── ReviewError               the review of an article does not allow this step
    ├── LibraryError              the library of articles cannot be used
    │   ├── LibraryVersionError   a newer ragqa has written it
    │   ├── LibraryFullError      its disk has no room left
    │   └── LibraryLockedError    another process is writing it
    ├── ExportError               the files of an export cannot be written
    ├── RunError                  the folder of an evaluation run cannot be used
    ├── JudgeError                a judge was never validated, or judges what it cannot
    ├── AccessError               a request may not do what it asks
    │   ├── UnauthenticatedError  it comes from nobody that is known
    │   ├── ForbiddenError        who it comes from has not the role it takes
    │   ├── TooLargeError         it is larger than what is read
    │   └── TooManyRequestsError  too many came in a short time
    ├── BusyError                 too many questions wait to be answered
    ├── AddressError              the server cannot listen where it was told to
    ├── NotFoundError             there is nothing under this id or address
    ├── ModelError                model weights are missing or are not the expected bytes
    └── LanguageModelError        the language model did not give a usable answer
        ├── LanguageModelUnreachableError   no connection, timeout, hung or cut stream
        ├── LanguageModelRefusedError       it answered with an HTTP error
        └── LanguageModelReplyError         it answered, and the answer breaks the contract
            └── LanguageModelTruncatedError it ran into its token limit, so the end is missing

Not enough evidence is no error: it is an `Abstention`.
"""


class RagqaError(Exception):
    """Base of the tree; its text is fit to be shown to a person."""


class UsageError(RagqaError):
    """What was asked for cannot be done, however healthy the system is."""


class IdentifiersError(UsageError):
    """A question that is to be stored seems to identify a patient.

    `found` is what it seems to hold, each by its kind, and `proposal` the question without it.
    """

    def __init__(self, told: str, *, found: tuple[str, ...], proposal: str) -> None:
        super().__init__(told)
        self.found = found
        self.proposal = proposal


class SettingsError(RagqaError):
    """A setting is unknown, missing or of the wrong type."""


class PromptError(RagqaError):
    """A prompt file is missing, or the variables given do not match its front matter."""


class ReadError(RagqaError):
    """One file could not be read into documents."""


class NoTextError(ReadError):
    """The file is sound and holds no text."""


class SnapshotError(RagqaError):
    """The index cannot be used."""


class NoIndexError(SnapshotError):
    """No snapshot has been built yet."""


class IndexMismatchError(SnapshotError):
    """The snapshot was built with another embedder or another format."""


class IndexCorruptError(SnapshotError):
    """A byte of the snapshot is not what was written."""


class IndexLockedError(SnapshotError):
    """Another process is writing to this index."""


class ArticleError(RagqaError):
    """A text that should be an article as JSON is none."""


class ReviewError(RagqaError):
    """A step that the review of an article does not allow, or not to this person."""


class LibraryError(RagqaError):
    """The library of articles cannot be used."""


class LibraryVersionError(LibraryError):
    """The library was written by a newer ragqa."""


class LibraryFullError(LibraryError):
    """There is no room left to write this library."""


class LibraryLockedError(LibraryError):
    """Another process is writing to this library."""


class ExportError(RagqaError):
    """A file of an export, or its folder, cannot be written."""


class RunError(RagqaError):
    """The folder of an evaluation run holds something else, is in use, or cannot be written."""


class JudgeError(RagqaError):
    """A judge cannot be believed, or gave no judgement."""


class AccessError(RagqaError):
    """A request may not do what it asks."""


class UnauthenticatedError(AccessError):
    """A request comes from nobody that is known."""


class ForbiddenError(AccessError):
    """Whoever asks has not the role that this takes."""


class TooLargeError(AccessError):
    """A request is larger than what is read of one."""


class TooManyRequestsError(AccessError):
    """Too many requests came from one person or key in a short time.

    `retry_after` is in seconds.
    """

    def __init__(self, told: str, *, retry_after: int = 60) -> None:
        super().__init__(told)
        self.retry_after = retry_after


class BusyError(RagqaError):
    """Too many questions are being answered or wait."""


class AddressError(RagqaError):
    """An address is not one of this machine, or is used by something else."""


class NotFoundError(RagqaError):
    """There is nothing under this id or address."""


class ModelError(RagqaError):
    """Model weights are missing or altered."""


class LanguageModelError(RagqaError):
    """The language model gave no usable answer."""


class LanguageModelUnreachableError(LanguageModelError):
    """No connection, no answer in time, or a stream that broke off."""


class LanguageModelRefusedError(LanguageModelError):
    """The server answered with an HTTP error status."""


class LanguageModelReplyError(LanguageModelError):
    """The server answered, and the answer is not what was asked for."""


class LanguageModelTruncatedError(LanguageModelReplyError):
    """The model ran into its token limit, so the end of the answer is missing."""
