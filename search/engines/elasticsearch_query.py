"""A plan in Elasticsearch's language: one request for hits, totals, facets and known words."""

from __future__ import annotations

from elasticsearch import Elasticsearch, dsl
from elasticsearch.dsl.query import Query

from search.contract import MAX_FACET_VALUES, SearchQuery
from search.engines.fields import FIELD_WEIGHTS, FULL_MATCH_BONUS
from search.planner import Alternative, Group, Plan


def search_request(client: Elasticsearch, index: str, plan: Plan, query: SearchQuery) -> dsl.Search:
    """The request for a plan's page of hits within the query's audiences.

    Its aggregations: `full` and `any` (hits with all groups, hits with enough of them), each with a filter for each facet
    that leaves out the facet's own choice; `full.chosen` counts the full hits under all choices; `known` says how many
    readable documents have each group.
    """
    groups = [group_query(group) for group in plan.groups]
    audience = dsl.Q("terms", audiences=sorted(query.audiences))
    within = [audience, *(dsl.Q("terms", **{facet: list(values)}) for facet, values in query.scope.items())]
    every_group = dsl.Q("bool", filter=groups) if groups else dsl.Q("match_all")
    request = (
        dsl.Search(using=client, index=index)
        .query(_ranking_query(plan, groups, every_group, within))
        .post_filter(_chosen_filter(query, leaving_out=None))
        .source(["kind", "object_id", "payload"])
        .extra(track_total_hits=True, from_=query.offset, size=query.page_size)
    )
    request = request.sort(*(("_score", "key") if plan.groups else ("-date", "key"))).extra(track_scores=True)
    full = request.aggs.bucket("full", "filter", filter=every_group)
    full.bucket("chosen", "filter", filter=_chosen_filter(query, leaving_out=None))
    scopes = [full]
    if plan.required < len(plan.groups):
        scopes.append(request.aggs.bucket("any", "filter", filter=dsl.Q("match_all")))
    for scope in scopes:
        for facet in query.counted:
            others = scope.bucket(facet, "filter", filter=_chosen_filter(query, leaving_out=facet))
            others.bucket(
                "values",
                "terms",
                field=facet,
                size=MAX_FACET_VALUES,
                order=[{"_count": "desc"}, {"_key": "asc"}],
            )
    if groups:
        known = request.aggs.bucket("known", "global").bucket("readable", "filter", filter=audience)
        known.bucket("groups", "filters", filters={str(i): group for i, group in enumerate(groups)})
    return request


def _ranking_query(plan: Plan, groups: list[Query], every_group: Query, within: list[Query]) -> Query:
    if not groups:
        return dsl.Q("bool", filter=within)
    if len(groups) == 1:
        return dsl.Q("bool", filter=within, must=groups)
    enough = dsl.Q("bool", should=groups, minimum_should_match=plan.required)
    first = dsl.Q("constant_score", filter=every_group, boost=FULL_MATCH_BONUS)
    return dsl.Q("bool", filter=within, must=[enough], should=[first])


def _chosen_filter(query: SearchQuery, *, leaving_out: str | None) -> Query:
    filters = [
        dsl.Q("terms", **{facet: list(values)})
        for facet, values in query.chosen.items()
        if facet != leaving_out
    ]
    return dsl.Q("bool", filter=filters) if filters else dsl.Q("match_all")


def group_query(group: Group) -> Query:
    """Any of the group's alternatives; the best one gives the score."""
    return dsl.Q("dis_max", queries=[_alternative_query(alternative) for alternative in group.alternatives])


def _alternative_query(alternative: Alternative) -> Query:
    if alternative.is_phrase:
        return _in_any_field("match_phrase", "query", " ".join(alternative.terms), alternative.weight)
    terms = [_in_any_field("term", "value", term, alternative.weight) for term in alternative.terms]
    return terms[0] if len(terms) == 1 else dsl.Q("bool", must=terms)


def _in_any_field(kind: str, parameter: str, value: str, weight: float) -> Query:
    """The scores of all fields are added."""
    clauses = [
        dsl.Q(kind, **{field: {parameter: value, "boost": weight * field_weight}})
        for field, field_weight in FIELD_WEIGHTS.items()
    ]
    return dsl.Q("bool", should=clauses, minimum_should_match=1)
