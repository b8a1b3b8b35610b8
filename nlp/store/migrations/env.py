"""What Alembic runs before the steps: it is given the connection to work on."""

from alembic import context

from nlp.store.schema import metadata


def run() -> None:
    """Run the steps inside the transaction that is already open."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=metadata)
    context.run_migrations()


if __name__ == "env_py":  # the name Alembic gives this file; imported under any other, it does nothing
    run()
