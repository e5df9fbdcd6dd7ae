"""Factories of the objects that several apps' tests need; those of one app stay with its tests. Traits are states."""
