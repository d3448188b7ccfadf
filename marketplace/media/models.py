"""Pictures with their sizes, and private files."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core import clock
from marketplace.core.database import Model
from marketplace.core.types import BigId, Instant, Pk, enum_column, public_token


class PictureState(StrEnum):
    RECEIVED = "received"
    READY = "ready"
    FAILED = "failed"


class Picture(Model):
    """One uploaded picture; sizes are made by a job, `width`/`height` are of the largest.

    The sizes of a private one lie where no web server looks; a view that knows who may see
    them sends them.
    """

    __tablename__ = "picture"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    digest: Mapped[str] = mapped_column(String(64))
    content_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[PictureState] = mapped_column(
        enum_column(PictureState), default=PictureState.RECEIVED
    )
    is_private: Mapped[bool] = mapped_column(default=False, server_default=false())
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Instant] = mapped_column(default=clock.now)

    sizes: Mapped[list[PictureSize]] = relationship(
        back_populates="picture", order_by="PictureSize.width", cascade="all, delete-orphan"
    )

    __table_args__ = (
        CheckConstraint("width > 0 AND height > 0", name="has_extent"),
        Index(None, "digest"),
    )


class PictureSize(Model):
    """One WebP file of a picture, `path` relative to the media folder."""

    __tablename__ = "picture_size"

    id: Mapped[Pk]
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"))
    width: Mapped[int]
    height: Mapped[int]
    byte_count: Mapped[int]
    path: Mapped[str] = mapped_column(String(200))

    picture: Mapped[Picture] = relationship(back_populates="sizes")

    __table_args__ = (UniqueConstraint("picture_id", "width"),)


class StoredFile(Model):
    """A private file (evidence, certificate copy), `path` relative to the private folder."""

    __tablename__ = "stored_file"

    id: Mapped[Pk]
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=public_token)
    digest: Mapped[str] = mapped_column(String(64))
    filename: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(80))
    byte_count: Mapped[int]
    path: Mapped[str] = mapped_column(String(200))
    uploaded_by: Mapped[int | None] = mapped_column(BigId, ForeignKey("account.id"))
    created_at: Mapped[Instant] = mapped_column(default=clock.now)
