"""The version, said once; the distribution reads it from here."""

VERSION = "0.1.0"
