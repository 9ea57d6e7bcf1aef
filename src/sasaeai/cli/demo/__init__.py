"""The model districts of the source, and beside them a fictional current year.

Real here is only what 青森市「地域支え合い会議について」資料① (early 2019) says: the two model districts,
their three meetings of 平成30年度, the recognition in 新城 and the 幹事会 of 大野. Every person is
fictional; organisations that the source does not name carry （見本）; meetings that were invented
carry is_sample.
"""
