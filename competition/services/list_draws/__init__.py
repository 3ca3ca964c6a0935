"""Drawing from a list that was made elsewhere: the whole record, without the service and its database."""
