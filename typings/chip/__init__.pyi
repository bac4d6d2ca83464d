# Types of what the adapter of Matter locks uses: the package has none.
