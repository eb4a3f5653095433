"""交换: adapters to other systems, the open API and its machine tokens."""
