//! Columns to Parquet and back, by the column interface of the `parquet` crate.

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::reader::{ColumnReaderImpl, get_typed_column_reader};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::ParquetError;
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::serialized_reader::ReadOptionsBuilder;
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::Problem;

/// One column of a row group, as Parquet keeps it: the values that are there, and which rows have one.
pub(crate) struct Column<T> {
    /// 1 where the row has a value, 0 where it is null.
    levels: Vec<i16>,
    values: Vec<T>,
}

impl<T> Column<T> {
    pub(crate) fn new() -> Column<T> {
        Column { levels: Vec::new(), values: Vec::new() }
    }

    pub(crate) fn push(&mut self, value: Option<T>) {
        self.levels.push(value.is_some().into());
        self.values.extend(value);
    }

    pub(crate) fn rows(&self) -> usize {
        self.levels.len()
    }

    /// The rows in order, `None` for null.
    pub(super) fn iter(&self) -> impl Iterator<Item = Option<&T>> {
        let mut values = self.values.iter();
        self.levels.iter().map(move |level| if *level == 0 { None } else { values.next() })
    }
}

impl<T> Default for Column<T> {
    fn default() -> Column<T> {
        Column::new()
    }
}

impl<T> FromIterator<Option<T>> for Column<T> {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(rows: I) -> Self {
        let mut column = Column::new();
        rows.into_iter().for_each(|row| column.push(row));
        column
    }
}

/// Text as Parquet wants it.
pub(crate) fn text(text: &str) -> ByteArray {
    ByteArray::from(text)
}

/// Makes a Parquet file.
pub(crate) struct Writer(SerializedFileWriter<Vec<u8>>);

impl Writer {
    /// A file with this schema, in Parquet's own notation. All columns can be null.
    pub(crate) fn new(schema: &str) -> Result<Writer, ParquetError> {
        Writer::sorted(schema, &[])
    }

    /// The same, of rows that are sorted by these columns, which the file says; none may be null.
    pub(crate) fn sorted(schema: &str, by: &[usize]) -> Result<Writer, ParquetError> {
        let order = by.iter().map(|column| SortingColumn {
            column_idx: *column as i32,
            descending: false,
            nulls_first: false,
        });
        let order = (!by.is_empty()).then(|| order.collect());
        let properties = WriterProperties::builder()
            .set_sorting_columns(order)
            // Fast to read; more effort makes the files little smaller.
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .set_created_by(concat!("rssac002-explorer ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let schema = Arc::new(parse_message_type(schema)?);
        Ok(Writer(SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?))
    }

    /// Adds rows. `columns` writes all of them, in the order of the schema.
    pub(crate) fn group(
        &mut self,
        columns: impl FnOnce(&mut Group<'_>) -> Result<(), ParquetError>,
    ) -> Result<(), ParquetError> {
        let mut group = Group(self.0.next_row_group()?);
        columns(&mut group)?;
        group.0.close().map(drop)
    }

    /// Adds the rows of a row group of another file of this schema as they are there.
    pub(super) fn copy(&mut self, from: &Reader, group: usize) -> Result<(), ParquetError> {
        let rows = from.file.metadata().row_group(group);
        let mut group = self.0.next_row_group()?;
        for column in rows.columns() {
            let mut metadata = column.clone();
            // Signed numbers stand in a field of old readers as well, which is not told of what is read.
            if let Some(Statistics::Int32(days)) = column.statistics() {
                let days = Statistics::Int32(days.clone().with_backwards_compatible_min_max(true));
                metadata = metadata.into_builder().set_statistics(days).build()?;
            }
            let written = ColumnCloseResult {
                bytes_written: u64::try_from(column.compressed_size())?,
                rows_written: u64::try_from(rows.num_rows())?,
                metadata,
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            };
            group.append_column(&from.bytes, written)?;
        }
        group.close().map(drop)
    }

    /// The whole file.
    pub(crate) fn finish(self) -> Result<Vec<u8>, ParquetError> {
        self.0.into_inner()
    }
}

/// Rows that are being written.
pub(crate) struct Group<'a>(SerializedRowGroupWriter<'a, Vec<u8>>);

impl Group<'_> {
    /// Writes the next column.
    pub(crate) fn column<T: DataType>(&mut self, column: &Column<T::T>) -> Result<(), ParquetError> {
        let Some(mut writer) = self.0.next_column()? else { return Err(too_many_columns()) };
        writer.typed::<T>().write_batch(&column.values, Some(&column.levels), None)?;
        writer.close()
    }

    /// The same, of rows that are made as they are written.
    pub(super) fn rows<T: DataType>(
        &mut self,
        rows: impl IntoIterator<Item = Option<T::T>>,
    ) -> Result<(), ParquetError> {
        let Some(mut writer) = self.0.next_column()? else { return Err(too_many_columns()) };
        let mut rows = rows.into_iter().peekable();
        let mut batch = Column::new();
        while rows.peek().is_some() {
            batch.levels.clear();
            batch.values.clear();
            rows.by_ref().take(BATCH).for_each(|row| batch.push(row));
            writer.typed::<T>().write_batch(&batch.values, Some(&batch.levels), None)?;
        }
        writer.close()
    }
}

fn too_many_columns() -> ParquetError {
    ParquetError::General("more columns than the schema has".to_owned())
}

/// Rows that are written or read at once, so that keys, which are texts, are never in memory all together.
pub(super) const BATCH: usize = 16_384;

/// A Parquet file in memory.
pub(super) struct Reader {
    name: String,
    bytes: Bytes,
    file: SerializedFileReader<Bytes>,
}

impl Reader {
    /// Opens a file. `name` is for messages.
    pub(super) fn new(name: &str, bytes: Bytes) -> Result<Reader, Problem> {
        // As they are written, so that what is copied comes out octet by octet.
        let options = ReadOptionsBuilder::new().with_encoding_stats_as_mask(false).build();
        let file = SerializedFileReader::new_with_options(bytes.clone(), options);
        let file = file.map_err(|_| Problem::Damaged(name.to_owned()))?;
        Ok(Reader { name: name.to_owned(), bytes, file })
    }

    /// How many row groups it has.
    pub(super) fn groups(&self) -> usize {
        self.file.num_row_groups()
    }

    /// What to say where it does not hold what it should.
    pub(super) fn damaged(&self) -> Problem {
        Problem::Damaged(self.name.clone())
    }

    /// Reads a column of a row group, up to this many rows.
    pub(super) fn column<T: DataType>(
        &self,
        group: usize,
        index: usize,
        most: usize,
    ) -> Result<Column<T::T>, Problem> {
        let mut batches = self.batches::<T>(group, index, most)?;
        batches.next().map(|()| batches.rows)
    }

    /// A column of a row group, to be read by so many rows at a time.
    pub(super) fn batches<T: DataType>(
        &self,
        group: usize,
        index: usize,
        rows: usize,
    ) -> Result<Batches<'_, T>, Problem> {
        let open = || -> Result<_, ParquetError> {
            let group = self.file.get_row_group(group)?;
            let kind = group.metadata().schema_descr().column(index).physical_type();
            if kind != T::get_physical_type() {
                return Err(ParquetError::General("a column of another type".to_owned()));
            }
            Ok(get_typed_column_reader::<T>(group.get_column_reader(index)?))
        };
        let (reader, left) = (open().map_err(|_| self.damaged())?, self.rows(group));
        let most = rows.min(left);
        let rows = Column { levels: Vec::with_capacity(most), values: Vec::with_capacity(most) };
        Ok(Batches { of: self, reader, most, left, rows })
    }

    /// How many rows a row group has.
    pub(super) fn rows(&self, group: usize) -> usize {
        usize::try_from(self.file.metadata().row_group(group).num_rows()).unwrap_or(0)
    }

    /// Reads a whole column of a file with one row group, or none.
    pub(super) fn whole<T: DataType>(&self, index: usize) -> Result<Column<T::T>, Problem> {
        if self.groups() == 0 { Ok(Column::new()) } else { self.column::<T>(0, index, usize::MAX) }
    }
}

/// A column of a row group that is read by so many rows at a time.
pub(super) struct Batches<'a, T: DataType> {
    of: &'a Reader,
    reader: ColumnReaderImpl<T>,
    most: usize,
    left: usize,
    /// Those that were read last.
    pub(super) rows: Column<T::T>,
}

impl<T: DataType> Batches<'_, T> {
    /// Reads the next rows; none where all were read.
    pub(super) fn next(&mut self) -> Result<(), Problem> {
        let wanted = self.most.min(self.left);
        self.rows.levels.clear();
        self.rows.values.clear();
        let read = self.reader.read_records(wanted, Some(&mut self.rows.levels), None, &mut self.rows.values);
        // A file may have fewer rows than it says.
        if read.is_err() || self.rows.levels.len() != wanted {
            return Err(self.of.damaged());
        }
        self.left -= wanted;
        Ok(())
    }
}
