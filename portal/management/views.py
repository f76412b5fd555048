"""All views of this desk, registered on its blueprint."""

from __future__ import annotations

from portal.management import (
    budget_views,
    calendar_views,
    cell_views,
    change_views,
    commitment_kpi_views,
    commitment_views,
    deviation_views,
    download_views,
    glance_views,
    kpi_views,
    owner_views,
    programme_views,
    provider_views,
    rebase_views,
    report_views,
    tariff_views,
    worklist_views,
)
from portal.management.desk import management

__all__ = [
    "budget_views",
    "calendar_views",
    "cell_views",
    "change_views",
    "commitment_kpi_views",
    "commitment_views",
    "deviation_views",
    "download_views",
    "glance_views",
    "kpi_views",
    "management",
    "owner_views",
    "programme_views",
    "provider_views",
    "rebase_views",
    "report_views",
    "tariff_views",
    "worklist_views",
]
