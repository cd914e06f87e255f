"""PostgreSQL for whoever has none: the official server out of a wheel, kept in order by this one folder."""
