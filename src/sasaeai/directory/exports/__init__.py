"""What leaves the directory: the printed list, check sheets, open formats."""

from sasaeai.directory.exports.check_sheet import check_sheets_paper
from sasaeai.directory.exports.directory_list import directory_list_paper
from sasaeai.directory.exports.hsds import hsds_bytes
from sasaeai.directory.exports.table_file import services_csv

__all__ = ["check_sheets_paper", "directory_list_paper", "hsds_bytes", "services_csv"]
