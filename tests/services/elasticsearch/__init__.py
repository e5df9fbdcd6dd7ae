"""A real Elasticsearch node for the tests, on machines without a container engine."""

from tests.services.elasticsearch.node import Elasticsearch, elasticsearch_version

__all__ = ["Elasticsearch", "elasticsearch_version"]
