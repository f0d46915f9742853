"""Official documents as drafts (DOCX to go on writing in, PDF to read and print), and releases as workbooks."""
