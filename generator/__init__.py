"""China's annual reports on government information disclosure: YAML in, checked, docx, HTML and text out."""

__version__ = "0.1.0"
