"""Who may do what: one table from permission to predicate, read top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class DepartmentRole(StrEnum):
    """What a person does in a public department: 구매담당자, 결재권자, 회계담당자, 총괄."""

    PURCHASER = "purchaser"
    APPROVER = "approver"
    ACCOUNTANT = "accountant"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person in front of the product, as far as permissions care."""

    account_id: int | None = None
    is_office: bool = False
    enterprise_ids: frozenset[int] = frozenset()
    department_roles: Mapping[int, frozenset[DepartmentRole]] = field(default_factory=dict)
    coordinated_institution_ids: frozenset[int] = frozenset()

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None

    def has_role(self, role: DepartmentRole) -> bool:
        """Whether the viewer holds `role` in any department."""
        return any(role in roles for roles in self.department_roles.values())


class Permission(StrEnum):
    """`subject:action`, checked at the door of every view; rows are scoped by queries."""

    SHOP_BROWSE = "shop:browse"
    CART_EDIT = "cart:edit"
    ORDER_PLACE = "order:place"
    ACCOUNT_MANAGE = "account:manage"
    LISTING_MANAGE = "listing:manage"
    FEEDBACK_ANSWER = "feedback:answer"
    FEEDBACK_MODERATE = "feedback:moderate"
    PARCEL_SHIP = "parcel:ship"
    RETURN_HANDLE = "return:handle"
    RETURN_OVERSEE = "return:oversee"
    REFUND_MEND = "refund:mend"
    CERTIFICATION_SUBMIT = "certification:submit"
    DEPARTMENT_VIEW = "department:view"
    PURCHASE_REQUEST = "purchase:request"
    PURCHASE_APPROVE = "purchase:approve"
    DELIVERY_ACCEPT = "delivery:accept"
    PURCHASE_RECORD = "purchase:record"
    PURCHASE_IMPORT = "purchase:import"
    MONTH_CLOSE = "month:close"
    QUOTA_COORDINATE = "quota:coordinate"
    CERTIFICATION_DECIDE = "certification:decide"
    BRAND_MANAGE = "brand:manage"
    OUTLET_MANAGE = "outlet:manage"
    EDITORIAL_MANAGE = "editorial:manage"
    COUPON_MANAGE = "coupon:manage"
    POINTS_MANAGE = "points:manage"
    ACCOUNT_VIEW = "account:view"
    OWN_COUPON_MANAGE = "own-coupon:manage"
    OFFICE_VIEW = "office:view"
    INSTITUTION_MANAGE = "institution:manage"
    DISCLOSURE_READ = "disclosure:read"
    TOKEN_USE = "token:use"  # noqa: S105 - a permission
    WEBHOOK_RECEIVE = "webhook:receive"
    HEALTH_READ = "health:read"
    SANDBOX_USE = "sandbox:use"


def anyone(_viewer: Viewer) -> bool:
    return True


def signed_in(viewer: Viewer) -> bool:
    return viewer.is_signed_in


def sells(viewer: Viewer) -> bool:
    return bool(viewer.enterprise_ids)


def office(viewer: Viewer) -> bool:
    return viewer.is_office


def in_a_department(viewer: Viewer) -> bool:
    return bool(viewer.department_roles)


def purchases(viewer: Viewer) -> bool:
    return viewer.has_role(DepartmentRole.PURCHASER)


def approves(viewer: Viewer) -> bool:
    return viewer.has_role(DepartmentRole.APPROVER)


def reports(viewer: Viewer) -> bool:
    return purchases(viewer) or viewer.has_role(DepartmentRole.ACCOUNTANT)


def brings_in(viewer: Viewer) -> bool:
    return reports(viewer) or coordinates(viewer)


def coordinates(viewer: Viewer) -> bool:
    return bool(viewer.coordinated_institution_ids)


ALLOWED: Mapping[Permission, Callable[[Viewer], bool]] = {
    Permission.SHOP_BROWSE: anyone,
    Permission.CART_EDIT: anyone,
    Permission.ORDER_PLACE: anyone,
    Permission.DISCLOSURE_READ: anyone,
    Permission.TOKEN_USE: anyone,  # the token is the credential
    Permission.WEBHOOK_RECEIVE: anyone,  # the signature is the credential
    Permission.HEALTH_READ: anyone,
    Permission.SANDBOX_USE: anyone,  # registered outside production only
    Permission.ACCOUNT_MANAGE: signed_in,
    Permission.LISTING_MANAGE: sells,
    Permission.FEEDBACK_ANSWER: sells,
    Permission.FEEDBACK_MODERATE: office,
    Permission.PARCEL_SHIP: sells,
    Permission.RETURN_HANDLE: sells,
    Permission.RETURN_OVERSEE: office,
    Permission.REFUND_MEND: office,
    Permission.CERTIFICATION_SUBMIT: sells,
    Permission.DEPARTMENT_VIEW: in_a_department,
    Permission.PURCHASE_REQUEST: purchases,
    Permission.PURCHASE_APPROVE: approves,
    Permission.DELIVERY_ACCEPT: purchases,
    Permission.PURCHASE_RECORD: reports,
    Permission.PURCHASE_IMPORT: brings_in,
    Permission.MONTH_CLOSE: reports,
    Permission.QUOTA_COORDINATE: coordinates,
    Permission.OWN_COUPON_MANAGE: sells,
    Permission.COUPON_MANAGE: office,
    Permission.POINTS_MANAGE: office,
    Permission.ACCOUNT_VIEW: office,
    Permission.OFFICE_VIEW: office,
    Permission.CERTIFICATION_DECIDE: office,
    Permission.BRAND_MANAGE: office,
    Permission.OUTLET_MANAGE: office,
    Permission.EDITORIAL_MANAGE: office,
    Permission.INSTITUTION_MANAGE: office,
}


def may(viewer: Viewer, permission: Permission) -> bool:
    """Whether the viewer passes the permission's predicate."""
    return ALLOWED[permission](viewer)


def open_to_all(permission: Permission) -> bool:
    """Whether the permission asks nothing of anybody."""
    return ALLOWED[permission] is anyone
