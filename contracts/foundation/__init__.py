"""The slab: nothing here knows an aanbieder or a KPI."""
