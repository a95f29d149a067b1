"""What stops a run. Anything wrong with what an author wrote is a finding, not one of these."""


class GeneratorError(Exception):
    """The run cannot go on; the text is Chinese, complete, and ends with what to do next."""


class InputError(GeneratorError):
    """A file or option that the user named cannot be used."""


class TemplateError(GeneratorError):
    """A template or a frame is itself wrong; the text begins with the place."""


class OutputError(GeneratorError):
    """A result cannot be written; whatever stood there before still stands."""
