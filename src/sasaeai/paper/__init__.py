"""The paper kit: PDF, DOCX, XLSX and QR. It knows paper and nothing of welfare."""
