"""What mail servers, databases and machines do to a site, done to one of our own: docs/reliability.md."""
