"""The year before it happens: targets, burden, meetings that could be one, coordinators' work."""
