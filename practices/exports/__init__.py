"""A view of the practices to take along: as a sheet for Excel or any other program, as JSON, as a printed list.

Builds output out of records; what is in a view, and who may see it, was decided before. Sheets and JSON are written row by row
while they are sent, so that twenty thousand practices need no more memory than five hundred.
"""
