"""The foundation: database, clock, scope, errors and column types. It knows no house."""
