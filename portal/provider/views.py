"""All views of this desk, registered on its blueprint."""

from __future__ import annotations

from portal.provider import (
    capacity_views,
    cell_views,
    check_views,
    contract_views,
    correction_views,
    deviation_views,
    download_views,
    evidence_views,
    flow_views,
    grid_views,
    people_file_views,
    people_views,
    proposal_views,
    report_views,
    signing_views,
    upload_views,
)
from portal.provider.desk import provider

__all__ = [
    "capacity_views",
    "cell_views",
    "check_views",
    "contract_views",
    "correction_views",
    "deviation_views",
    "download_views",
    "evidence_views",
    "flow_views",
    "grid_views",
    "people_file_views",
    "people_views",
    "proposal_views",
    "provider",
    "report_views",
    "signing_views",
    "upload_views",
]
