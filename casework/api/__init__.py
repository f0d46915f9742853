"""Released figures for programs: JSON over HTTP, by tokens that organisations were given."""
