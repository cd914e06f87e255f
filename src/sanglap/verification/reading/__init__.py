"""Looking at web pages from outside: fetching, understanding, comparing. No database."""
