"""The papers that go out: letters of invitation (案内状) with reply slips (出欠返信票)."""
