"""Why a service stands where it stands in one activity."""
