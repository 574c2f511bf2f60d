"""The edge: HTTP and Socket.IO to calls of `live`, and back. No rule of the café is decided here."""
