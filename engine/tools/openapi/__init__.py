"""Tools made of an OpenAPI 3 or Swagger 2 document: one for each operation of the service that it describes."""
