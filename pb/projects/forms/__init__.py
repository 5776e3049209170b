"""Forms of projects: the pages of an application, its assessment, the ballot text."""
