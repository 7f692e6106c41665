"""The subcommands by name, known without loading any of them."""

COMMANDS = ("new", "check", "build", "sign", "inspect", "verify", "identity", "progress", "preview", "desktop", "grant", "apply")
