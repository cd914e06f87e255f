"""What is seen of an account from outside: its profile, the office's website, the ties between (5.a, 5.b, 5.h, 5.i)."""
