"""What does the living page show? Made-up content for every component in every state (示例)."""
