"""The exceptions a caller may catch; each message is one sentence with the remedy and never holds text of a post."""


class SuggestError(Exception):
    """Base of all errors of this library; the command line turns it into exit code 2, the API into problem details."""


class ArticleError(SuggestError):
    """A file of the knowledge base cannot be read; the message names file and line."""


class InputError(SuggestError):
    """A request cannot be served as it stands: empty, unknown channel, unknown language."""


class TooLongError(InputError):
    """A post is longer than the limit of the settings."""


class IndexMissingError(SuggestError):
    """There is no index at the place that the settings name, or it is damaged."""


class ModelError(SuggestError):
    """The embedding model is missing, damaged, or not the one the index was built with."""


class ContractError(SuggestError):
    """A draft broke a rule of the sentence contract; the message names the rule, never the text."""
