// Where tests run with colours, as they may in CI, what they read of programs has none.
delete process.env.FORCE_COLOR;
process.env.NO_COLOR = '1';
