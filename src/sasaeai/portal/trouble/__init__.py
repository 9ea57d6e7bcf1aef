"""困りごとを届ける: the page where the bearer of a reply code brings a trouble."""
