"""The names of all permissions: ``resource:action``, alphabetical.

A new one is named for the thing and the act as staff would say it, is given to roles in
``policies/access.toml``, and is named by a view or an operation; a role without it is denied.
"""

PERMISSIONS = frozenset(
    {
        "account:create",
        "account:disable",
        "account:list",
        "account:reset",
        "activity:record",
        "audit:read",
        "audit:verify",
        "case:assign",
        "case:edit",
        "case:list",
        "case:move",
        "case:note",
        "case:open",
        "case:read",
        "consent:record",
        "counselling:record",
        "draft:keep",
        "incident:edit",
        "incident:record",
        "indicators:download",
        "indicators:exact",
        "indicators:read",
        "ledger:import",
        "liability:record",
        "perpetrator:edit",
        "perpetrator:link",
        "perpetrator:list",
        "perpetrator:read",
        "person:edit",
        "person:elsewhere",
        "person:search",
        "provider:edit",
        "provider:list",
        "safety:record",
        "service:edit",
        "service:record",
    }
)
