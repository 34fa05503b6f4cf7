"""Where alembic, which runs this file under a name of its own, is handed a connection."""

from alembic import context

if __name__ == "env_py":
    context.configure(
        connection=context.config.attributes["connection"],
        version_table=context.config.attributes["version_table"],
        transaction_per_migration=False,
    )
    context.run_migrations()
