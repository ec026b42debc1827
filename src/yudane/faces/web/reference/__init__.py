"""The reference: what is asked, how it is decided and from which data, drawn from what runs."""
