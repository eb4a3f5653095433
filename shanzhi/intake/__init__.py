"""受理: what somebody said. QR points, reports, photos, contacts, follow-up and ratings."""
