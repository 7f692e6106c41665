"""`python -m player`: the same as `greentick`."""

from player.main import run

if __name__ == "__main__":
    run()
