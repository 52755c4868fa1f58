"""What goes in and out as JSON, with limits for what comes in and examples for the OpenAPI document."""
