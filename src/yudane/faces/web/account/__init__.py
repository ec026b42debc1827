"""How somebody signs in, and what they may set about it. The library's pages stand in our frame (`library/`)."""
