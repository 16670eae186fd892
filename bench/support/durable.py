"""The table a durable row is committed to when we measure what one costs."""

from sqlalchemy import Column, Integer, String, Table

from app.base.database import Base

rows = Table("bench_row", Base.metadata, Column("id", Integer, primary_key=True), Column("text", String(40)))
