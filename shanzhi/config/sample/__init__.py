"""示例县: the county that every page can be tried on. Public ground, fictional people, firms and cases.

The files stand in `sample/` beside the package; `county.load_sample_county` turns them into rows, once, by the actions
everybody uses."""
