"""The project has no models of its own. With this module Django tells it, too, when a migration is done (roles)."""
