"""What every public function must refuse; one table a pillar, read by test_refusals.py."""
